// An authenticator app: the code that an otpauth:// address gives at a moment.
//
//   node totp.mjs URI MILLISECONDS    (since 1970)
//
// It says {"code":"123456"} and ends.
import { URI } from 'otpauth';
import { say } from './lines.mjs';

const [uri, moment] = process.argv.slice(2);
const timestamp = Number(moment);
if (!Number.isSafeInteger(timestamp)) throw new Error('usage: totp.mjs URI MILLISECONDS');
say({ code: URI.parse(uri).generate({ timestamp }) });
