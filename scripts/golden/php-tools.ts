// The tools in PHP whose statements are noted.
import type { Tool } from './tool.ts';

export const phpTools: readonly Tool[] = [];
