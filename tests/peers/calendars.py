"""A calendar that others wrote (PyPI's icalendar): takes one file after another as an update.

    python calendars.py FILE...

Says the same as calendars.mjs. What the library finds wrong with an event is an error here.
"""

import json
import sys
from datetime import timezone

from icalendar import Calendar


def say(what):
    print(json.dumps(what), flush=True)


def utc(moment):
    return moment.astimezone(timezone.utc).strftime("%Y%m%dT%H%M%SZ")


say({"ready": True})
seen, kept = [], {}
for file in sys.argv[1:]:
    with open(file, "rb") as opened:
        calendar = Calendar.from_ical(opened.read())
    if calendar.errors:
        raise ValueError(calendar.errors)
    for event in calendar.walk("VEVENT"):
        if event.errors:
            raise ValueError(event.errors)
        read = {
            "uid": str(event["UID"]),
            "sequence": int(event["SEQUENCE"]),
            "status": str(event["STATUS"]),
            "start": utc(event.decoded("DTSTART")),
            "end": utc(event.decoded("DTEND")),
            "summary": str(event["SUMMARY"]),
        }
        seen.append(read)
        if kept.get(read["uid"], read)["sequence"] <= read["sequence"]:
            kept[read["uid"]] = read
say({"read": {"seen": seen, "kept": list(kept.values())}})
