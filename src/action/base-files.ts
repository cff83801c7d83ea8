// Files as the base of the change has them: from git where the clone holds the base, else from GitHub's API.
import { relative } from 'node:path';
import { storedFile } from '../selection/git.ts';
import type { Host } from '../selection/host.ts';
import { ApiFault, type Client } from './client.ts';
import type { WhatIsNew } from './what-is-new.ts';

/** A file's text on the base; undefined where it had none. Throws an ApiFault where nobody can tell. */
export type BaseFiles = (path: string) => Promise<string | undefined>;

interface Sources {
  readonly host: Host;
  /** Absolute: the repository's. */
  readonly root: string;
  readonly client: Client | undefined;
}

export function baseFiles({ host, root, client }: Sources, { changes, listed }: WhatIsNew): BaseFiles {
  const { base } = changes;
  if (base !== undefined) return async (path) => decoded(await storedFile(host, root, { path, commit: base }));
  return async (path) => {
    const name = relative(root, path).replaceAll('\\', '/');
    const file = listed?.files.find(({ filename, previous_filename: before }) => filename === name || before === name);
    if (!listed || !file) return decoded(host.readFile(path));
    if (file.status === 'added' || (file.previous_filename !== undefined && file.filename === name)) return undefined;
    if (!client) throw new ApiFault(0, 'there is no token to ask GitHub with');
    return contents(client, name, listed.base);
  };
}

/** https://docs.github.com/rest/repos/contents#get-repository-content: of files over 1 MB there are no contents. */
async function contents({ owner, repo, rest }: Client, path: string, ref: string): Promise<string | undefined> {
  try {
    const { data } = await rest.repos.getContent({ owner, repo, path, ref });
    if (Array.isArray(data) || data.type !== 'file' || !('content' in data)) return undefined;
    if (data.encoding !== 'base64') throw new ApiFault(0, 'GitHub does not show files of this size');
    return Buffer.from(data.content, 'base64').toString('utf8');
  } catch (error) {
    if (error instanceof ApiFault && error.status === 404) return undefined;
    throw error;
  }
}

const decoded = (bytes: Uint8Array | undefined): string | undefined => bytes && new TextDecoder().decode(bytes);
