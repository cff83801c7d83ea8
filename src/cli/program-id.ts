// The command's own contents as a hash, in the bundle in dist/, whose loader knows it; from the sources there is none.
export const programId = (): string | undefined => undefined;
