// Other linters whose comments can count as allowances, by the names that they go by.

export const suppressingTools = ['squawk', 'eugene', 'strong_migrations'] as const;
export type SuppressingTool = (typeof suppressingTools)[number];
