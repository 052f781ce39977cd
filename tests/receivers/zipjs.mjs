// zipjs.mjs ZIP FOLDER PASSPHRASE_FILE: every entry of ZIP into FOLDER, by
// zip.js, which is what web pages open zips with.  Of an entry that is not
// encrypted the passphrase is not used.  Exit 1, saying why, at the first that
// does not open.  NODE_PATH is not for modules: ZIPJS says where zip.js is.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [archive, folder, secret] = process.argv.slice(2);
const zip = await import(pathToFileURL(process.env.ZIPJS + '/index.js'));
const password = readFileSync(secret, 'utf8').trimEnd();

zip.configure({ useWebWorkers: false });
try {
    const data = new Blob([readFileSync(archive)]);
    const reader = new zip.ZipReader(new zip.BlobReader(data));
    for (const entry of await reader.getEntries()) {
        const bytes = await entry.getData(new zip.Uint8ArrayWriter(),
            { password, checkSignature: true });
        writeFileSync(folder + '/' + entry.filename, bytes, { flag: 'wx' });
    }
    await reader.close();
} catch (error) {
    console.error('zip.js: ' + error.message);
    process.exit(1);
}
