// Walks a parsed tree in WebAssembly's memory. web-tree-sitter's own cursor copies its state there and back for each question, which is
// a third of what reading a migration costs; here it stays where the functions look for it, so that one walk at a time is all there is.
import type { Tree } from 'web-tree-sitter';

type OfTree<T> = (tree: number) => T;

/** What `Parser.init` makes of the options that it is given. lib/binding.c of web-tree-sitter 0.27: these share one buffer. */
export interface Runtime {
  readonly _ts_tree_root_node_wasm: OfTree<void>;
  readonly _ts_tree_cursor_new_wasm: OfTree<void>;
  readonly _ts_tree_cursor_delete_wasm: OfTree<void>;
  readonly _ts_tree_cursor_goto_first_child_wasm: OfTree<number>;
  readonly _ts_tree_cursor_goto_next_sibling_wasm: OfTree<number>;
  readonly _ts_tree_cursor_goto_parent_wasm: OfTree<number>;
  readonly _ts_tree_cursor_current_node_type_id_wasm: OfTree<number>;
  readonly _ts_tree_cursor_current_node_is_named_wasm: OfTree<number>;
  readonly _ts_tree_cursor_current_node_is_missing_wasm: OfTree<number>;
  readonly _ts_tree_cursor_current_field_id_wasm: OfTree<number>;
  readonly _ts_tree_cursor_start_index_wasm: OfTree<number>;
  readonly _ts_tree_cursor_end_index_wasm: OfTree<number>;
}

export interface TreeCursor {
  readonly typeId: () => number;
  readonly isNamed: () => boolean;
  readonly isMissing: () => boolean;
  readonly fieldId: () => number;
  /** UTF-16 offsets. */
  readonly start: () => number;
  readonly end: () => number;
  /** False where there is none, and the cursor stays. */
  readonly toFirstChild: () => boolean;
  readonly toNextSibling: () => boolean;
  readonly toParent: () => boolean;
  readonly close: () => void;
}

/** At the root. Nothing else may be asked of the runtime until it is closed. */
export function cursorOf(runtime: Runtime, tree: Tree): TreeCursor {
  const at = (tree as Tree & { readonly 0: number })[0];
  runtime._ts_tree_root_node_wasm(at);
  runtime._ts_tree_cursor_new_wasm(at);
  return {
    typeId: () => runtime._ts_tree_cursor_current_node_type_id_wasm(at),
    isNamed: () => runtime._ts_tree_cursor_current_node_is_named_wasm(at) === 1,
    isMissing: () => runtime._ts_tree_cursor_current_node_is_missing_wasm(at) === 1,
    fieldId: () => runtime._ts_tree_cursor_current_field_id_wasm(at),
    start: () => runtime._ts_tree_cursor_start_index_wasm(at),
    end: () => runtime._ts_tree_cursor_end_index_wasm(at),
    toFirstChild: () => runtime._ts_tree_cursor_goto_first_child_wasm(at) === 1,
    toNextSibling: () => runtime._ts_tree_cursor_goto_next_sibling_wasm(at) === 1,
    toParent: () => runtime._ts_tree_cursor_goto_parent_wasm(at) === 1,
    close: () => runtime._ts_tree_cursor_delete_wasm(at),
  };
}
