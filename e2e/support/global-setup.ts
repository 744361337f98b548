import { rmSync } from "node:fs";
import { join } from "node:path";
import { startDemo } from "./demo";
import { startGallery } from "./gallery";

/** One server for all tests, and a gallery of what it seldom shows. What this returns ends both. */
export default async function setUp(): Promise<() => Promise<void>> {
  rmSync(join(__dirname, "../screenshots"), { recursive: true, force: true });
  const gallery = await startGallery();
  const { demo, stop } = await startDemo("demo");
  process.env.VESTIBULE_E2E_DEMO = JSON.stringify(demo);
  process.env.VESTIBULE_E2E_GALLERY_URL = gallery.address;
  return async () => {
    await stop();
    await gallery.stop();
  };
}
