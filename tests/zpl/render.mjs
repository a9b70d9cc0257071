// Draws labels as a Zebra printer would: reads a JSON list of {zpl, width_mm, height_mm, dots_per_mm} from its
// input and writes a JSON list of PNG files in base64.
//
//   node tests/zpl/render.mjs FOLDER_OF_THE_RENDERER < labels.json
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const { ready } = createRequire(resolve(process.argv[2], "here.js"))("zpl-renderer-js");
const { api } = await ready;
const drawn = [];
for (const label of JSON.parse(readFileSync(0, "utf8"))) {
  drawn.push(await api.zplToBase64Async(label.zpl, label.width_mm, label.height_mm, label.dots_per_mm));
}
process.stdout.write(JSON.stringify(drawn), () => process.exit(0));
