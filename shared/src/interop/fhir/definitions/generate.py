#!/usr/bin/env python3
"""Makes types.txt, value_sets.txt and search.txt of HL7's own definitions of FHIR R4 (4.0.1,
public domain, CC0): `generate.py FOLDER`, a folder with profiles-resources.json,
profiles-types.json, valuesets.json, v3-codesystems.json, search-parameters.json and
compartmentdefinition-patient.json of http://hl7.org/fhir/R4/definitions.json.zip.

types.txt         Type<Base TAB element CARD TYPES [=value set] ...   CARD: ? 0..1, ! 1..1, * 0.., + 1..
value_sets.txt    name TAB system|code code code ... TAB ...          only those whose codes are listed
search.txt        Type TAB parameter TAB kind TAB path ...            a path may end in :Type of a reference
"""
import json
import re
import sys

folder = sys.argv[1]
def load(name):
    return [e['resource'] for e in json.load(open(f'{folder}/{name}.json'))['entry']]

BASES = {
    'Resource': {'id', 'meta', 'implicitRules', 'language'},
    'Element': {'id', 'extension'},
}
BASES['DomainResource'] = BASES['Resource'] | {'text', 'contained', 'extension', 'modifierExtension'}
BASES['BackboneElement'] = BASES['Element'] | {'modifierExtension'}

types, wanted = {}, set()
for definition in load('profiles-types') + load('profiles-resources'):
    # R4B's archive has it, R4 does not.
    if definition['id'] == 'SubscriptionStatus':
        continue
    if definition['resourceType'] != 'StructureDefinition' or definition.get('derivation') == 'constraint':
        continue
    if definition['kind'] == 'primitive-type' or definition['kind'] == 'logical':
        continue
    for element in definition['snapshot']['element']:
        path = element['path'].split('.')
        if len(path) == 1:
            base = definition.get('baseDefinition', '').rsplit('/', 1)[-1]
            types.setdefault(path[0], [base, []])
            continue
        owner, name = '.'.join(path[:-1]), path[-1]
        kinds = []
        for kind in element.get('type', []):
            code = kind['code'].rsplit('/', 1)[-1].replace('System.String', 'string')
            if code == 'Reference':
                targets = [t.rsplit('/', 1)[-1] for t in kind.get('targetProfile', [])]
                code = 'Reference' + ('(' + ','.join(targets) + ')' if targets and 'Resource' not in targets else '')
            if code in ('BackboneElement', 'Element') and len(path) > 1:
                code = '@' + element['path']
                types.setdefault(element['path'], [kind['code'], []])
            kinds.append(code)
        if 'contentReference' in element:
            kinds = ['@' + element['contentReference'].split('#')[-1]]
        many, least = element['max'] != '1', element['min'] > 0
        card = ('+' if least else '*') if many else ('!' if least else '?')
        if element['max'] == '0':
            continue
        binding = element.get('binding', {})
        bound = ''
        if binding.get('strength') == 'required' and 'valueSet' in binding:
            name_of = binding['valueSet'].split('|')[0]
            wanted.add(name_of)
            bound = '=' + name_of.rsplit('/', 1)[-1]
        types.setdefault(owner, ['BackboneElement', []])[1].append((name, card, '|'.join(kinds), bound))

systems, sets = {}, {}
for resource in load('valuesets') + load('v3-codesystems'):
    (systems if resource['resourceType'] == 'CodeSystem' else sets)[resource.get('url')] = resource

def codes(concepts):
    for concept in concepts:
        yield concept['code']
        yield from codes(concept.get('concept', []))

def expand(url):
    found = []
    for include in sets[url].get('compose', {}).get('include', []):
        if 'filter' in include:
            return None
        for other in include.get('valueSet', []):
            inner = expand(other.split('|')[0]) if other.split('|')[0] in sets else None
            if inner is None:
                return None
            found += inner
        if 'system' not in include:
            continue
        if 'concept' in include:
            found.append((include['system'], [c['code'] for c in include['concept']]))
        elif systems.get(include['system'], {}).get('content') == 'complete':
            found.append((include['system'], list(codes(systems[include['system']].get('concept', [])))))
        else:
            return None
    return found

with open('value_sets.txt', 'w') as out:
    known = set()
    for url in sorted(wanted):
        expansion = expand(url) if url in sets else None
        if not expansion or sum(len(c) for _, c in expansion) > 400:
            continue
        known.add(url.rsplit('/', 1)[-1])
        out.write('\t'.join([url.rsplit('/', 1)[-1]] + [f'{s}|{" ".join(c)}' for s, c in expansion]) + '\n')

with open('types.txt', 'w') as out:
    for name in sorted(types):
        base, elements = types[name]
        inherited = BASES.get(base, set()) if name not in ('DomainResource', 'BackboneElement') else BASES['Resource' if name == 'DomainResource' else 'Element']
        if name in BASES and name not in ('DomainResource', 'BackboneElement'):
            inherited = set()
        cells = [f'{n}{c}{k}{b if b[1:] in known else ""}' for n, c, k, b in elements if n not in inherited]
        out.write('\t'.join([f'{name}<{base}'] + cells) + '\n')

def paths(expression, resource):
    for part in expression.split('|'):
        part = part.strip().strip('()').strip()
        target = ''
        match = re.search(r'\.where\(resolve\(\) is (\w+)', part)
        if match:
            target = ':' + match.group(1)
            part = part[:match.start()]
        part = re.sub(r'\.where\(.*$', '', part)
        match = re.match(r'(.*?) as (\w+)\)?$', part) or re.match(r'(.*?)\.as\((\w+)\)?$', part)
        if match:
            kind = match.group(2)
            part = match.group(1).strip('() ') + kind[0].upper() + kind[1:]
        if part.split('.')[0] in (resource, 'Resource', 'DomainResource') and not re.search(r'[()]| as ', part):
            yield '.'.join(part.split('.')[1:]) + target

found = set()
for parameter in load('search-parameters'):
    if 'expression' not in parameter or parameter['type'] in ('composite', 'special'):
        continue
    for resource in parameter['base']:
        if resource in ('Resource', 'DomainResource'):
            continue
        # What holds for the element as a whole holds for each of its types.
        ways = sorted(set(paths(parameter['expression'], resource)))
        if ways:
            found.add('\t'.join([resource, parameter['code'], parameter['type']] + ways))
with open('search.txt', 'w') as out:
    out.write('\n'.join(sorted(found)) + '\n')

compartment = json.load(open(f'{folder}/compartmentdefinition-patient.json'))
with open('compartment.txt', 'w') as out:
    for resource in compartment['resource']:
        if resource.get('param'):
            out.write('\t'.join([resource['code']] + resource['param']) + '\n')
