// A browser with a security key: makes credentials (ES256) and signs with them, or lies in one chosen way.
// It checks nothing that the server has to check: neither the origin nor, when told which credential to use, the list.
//
//   node webauthn.mjs
//
// It says {"ready":true}, then answers each line of stdin with one line.
//
// {"create":{"options":…, "origin":"http://localhost:8080"}} → {"credential":RegistrationResponseJSON}
//     options        PublicKeyCredentialCreationOptionsJSON, or an object with it as `publicKey`
//     userVerified   false: the key did not ask for a PIN or a finger
//     attestation    "none" (the default) or "packed", signed by the credential itself
//     u2f            true: an old key without PIN and without memory for users
//     backedUp       true: a passkey that is synchronised between devices
//     counter        what to begin with, 0 by default
//     tamper         one of: origin rpId challenge signature flags type
// {"get":{"options":…, "origin":…}} → {"credential":AuthenticationResponseJSON}
//     options        PublicKeyCredentialRequestOptionsJSON, or an object with it as `publicKey`
//     userVerified   as above; an old key never does
//     credentialId   which credential, even one that the options do not list
//     counter        this number, without a trace in the key, as a copy of it would; else one more each time
//     userHandle     whether to name the user: by default as the credential does, an old key never
//     tamper         as above
// Instead, {"error":"NAME: …"}: NotAllowedError has no credential to sign with, InvalidStateError has one already,
// NotSupportedError knows no such algorithm, as in a browser.
//
// What is tampered with differs in that alone; all but "signature" is signed anew. Where `attestation` is "none"
// there is no signature to spoil.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import cbor from 'cbor';
import { obey, say } from './lines.mjs';

const ES256 = -7;
const UP = 0x01; // somebody touched it
const UV = 0x04; // and showed who
const BE = 0x08; // may be synchronised
const BS = 0x10; // and is
const AT = 0x40; // holds a new credential
const TAMPERS = ['origin', 'rpId', 'challenge', 'signature', 'flags', 'type'];
const AAGUID = Buffer.from('6d65646b617274612d7465737420706b', 'hex');

const credentials = new Map(); // by id in base64url, in order of creation

const sha256 = (data) => createHash('sha256').update(data).digest();
const bytes = (text) => Buffer.from(text, 'base64url');
const text = (data) => Buffer.from(data).toString('base64url');
const refused = (name, why) => Object.assign(new Error(why), { name });
const asked = ({ options }) => options.publicKey ?? options;

function number(value, size) {
  const buffer = Buffer.alloc(size);
  buffer.writeUIntBE(value, 0, size);
  return buffer;
}

function clientData(type, { challenge }, { origin, tamper }) {
  const other = type === 'webauthn.get' ? 'webauthn.create' : 'webauthn.get';
  return Buffer.from(JSON.stringify({
    type: tamper === 'type' ? other : type,
    challenge: tamper === 'challenge' ? text(randomBytes(bytes(challenge).length)) : challenge,
    origin: tamper === 'origin' ? 'https://evil.example' : origin,
    crossOrigin: false,
  }));
}

function authenticatorData(credential, counter, attested, { userVerified = true, tamper }) {
  let flags = tamper === 'flags' ? 0 : UP;
  if (userVerified && !credential.u2f) flags |= UV;
  if (credential.backedUp) flags |= BE | BS;
  if (attested) flags |= AT;
  const rpId = tamper === 'rpId' ? 'evil.example' : credential.rpId;
  return Buffer.concat([sha256(rpId), number(flags, 1), number(counter, 4), attested ?? Buffer.alloc(0)]);
}

function signature({ privateKey }, authData, client, { tamper }) {
  const signed = sign('sha256', Buffer.concat([authData, sha256(client)]), privateKey);
  // The last byte belongs to a number: what comes out is still well formed.
  if (tamper === 'signature') signed[signed.length - 1] ^= 1;
  return signed;
}

function coseKey(publicKey) {
  const { x, y } = publicKey.export({ format: 'jwk' });
  return cbor.encodeCanonical(new Map([[1, 2], [3, ES256], [-1, 1], [-2, bytes(x)], [-3, bytes(y)]]));
}

function create(command) {
  const options = asked(command);
  const { attestation = 'none', u2f = false, backedUp = false, counter = 0, tamper } = command;
  const packed = attestation === 'packed';
  if (!packed && attestation !== 'none') throw new TypeError(`no such attestation: ${attestation}`);
  if (packed && u2f) throw new TypeError('an old key has no packed attestation');
  if (tamper === 'signature' && !packed) throw new TypeError('attestation "none" has no signature to spoil');
  if (!options.pubKeyCredParams.some(({ alg }) => alg === ES256)) throw refused('NotSupportedError', 'only ES256');
  if (options.excludeCredentials?.some(({ id }) => credentials.has(id))) {
    throw refused('InvalidStateError', 'it has a credential for this user');
  }

  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const rawId = randomBytes(u2f ? 64 : 32);
  const id = text(rawId);
  const rpId = options.rp.id ?? new URL(command.origin).hostname;
  const credential = { id, rpId, privateKey, userHandle: options.user.id, u2f, backedUp, counter };
  credentials.set(id, credential);

  const client = clientData('webauthn.create', options, command);
  // As browsers do: without attestation nothing tells the make of the key.
  const aaguid = packed ? AAGUID : Buffer.alloc(16);
  const attested = Buffer.concat([aaguid, number(rawId.length, 2), rawId, coseKey(publicKey)]);
  const authData = authenticatorData(credential, counter, attested, command);
  const statement = packed
    ? new Map([['alg', ES256], ['sig', signature(credential, authData, client, command)]])
    : new Map();
  const attestationObject = cbor.encodeCanonical(
    new Map([['fmt', attestation], ['attStmt', statement], ['authData', authData]]),
  );
  return response(credential, { credProps: { rk: !u2f } }, {
    clientDataJSON: text(client),
    attestationObject: text(attestationObject),
    authenticatorData: text(authData),
    publicKey: text(publicKey.export({ format: 'der', type: 'spki' })),
    publicKeyAlgorithm: ES256,
    transports: transports(credential),
  });
}

function get(command) {
  const options = asked(command);
  const credential = chosen(options, command);
  const { counter, userHandle = !credential.u2f } = command;
  if (counter === undefined || counter === null) credential.counter += 1;
  const client = clientData('webauthn.get', options, command);
  const authData = authenticatorData(credential, counter ?? credential.counter, null, command);
  return response(credential, {}, {
    clientDataJSON: text(client),
    authenticatorData: text(authData),
    signature: text(signature(credential, authData, client, command)),
    ...(userHandle && { userHandle: credential.userHandle }),
  });
}

function chosen(options, { origin, credentialId }) {
  if (credentialId) {
    if (!credentials.has(credentialId)) throw refused('NotAllowedError', 'no such credential');
    return credentials.get(credentialId);
  }
  const rpId = options.rpId ?? new URL(origin).hostname;
  const listed = options.allowCredentials ?? [];
  const found = [...credentials.values()].filter((credential) =>
    credential.rpId === rpId && (listed.length ? listed.some(({ id }) => id === credential.id) : !credential.u2f));
  if (!found.length) throw refused('NotAllowedError', 'no credential fits');
  return found.at(-1);
}

function transports({ u2f, backedUp }) {
  if (u2f) return ['usb'];
  return backedUp ? ['internal', 'hybrid'] : ['usb', 'nfc'];
}

function response(credential, clientExtensionResults, fields) {
  const { id, backedUp } = credential;
  return {
    id,
    rawId: id,
    type: 'public-key',
    authenticatorAttachment: backedUp ? 'platform' : 'cross-platform',
    clientExtensionResults,
    response: fields,
  };
}

const commands = { create, get };

obey((line) => {
  const [[name, command]] = Object.entries(line);
  if (!Object.hasOwn(commands, name)) throw new TypeError(`no such command: ${name}`);
  const { tamper } = command;
  if (tamper && !TAMPERS.includes(tamper)) throw new TypeError(`no such tamper: ${tamper}`);
  return { credential: commands[name](command) };
});
say({ ready: true });
