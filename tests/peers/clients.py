"""Clients of FHIR that others wrote in Python.

    python clients.py BASE TOKEN TYPE PATIENT COUNT

Pages through a search with fhirpy, and reads everything of the patient with the models of fhir.resources
(R4B). It says {"read": {"ids": […], "parsed": N, "of": N, "differences": […]}} and ends.
"""

import json
import sys
import urllib.request

from fhir.resources.R4B import get_fhir_model_class
from fhirpy import SyncFHIRClient


def say(what):
    print(json.dumps(what), flush=True)


base, token, kind, patient, count = sys.argv[1:]
authorization = f"Bearer {token}"
say({"ready": True})
client = SyncFHIRClient(base, authorization=authorization)
found = client.resources(kind).search(patient=patient).limit(int(count)).fetch_all()

request = urllib.request.Request(
    f"{base}/Patient/{patient}/$everything?_count=1000", headers={"Authorization": authorization}
)
with urllib.request.urlopen(request) as answer:
    everything = json.load(answer)
parsed, differences = 0, set()
for entry in everything["entry"]:
    resource = entry["resource"]
    try:
        get_fhir_model_class(resource["resourceType"]).parse_obj(resource)
        parsed += 1
    except Exception as difference:  # pydantic's own kinds differ from version to version
        differences.add(f"{resource['resourceType']}: {' '.join(str(difference).split())}"[:400])
say(
    {
        "read": {
            "ids": [resource["id"] for resource in found],
            "parsed": parsed,
            "of": len(everything["entry"]),
            "differences": sorted(differences),
        }
    }
)
