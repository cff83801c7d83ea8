// import and export.
import type * as t from '@babel/types';
import type { Site } from '../text.ts';
import { classOf, functionOf } from './closures.ts';
import { type Machine, siteOf } from './machine.ts';
import { exportedBy, lookUp, type Scope } from './scope.ts';
import { isNullish, record, undefinedValue, unknown, type Value } from './value.ts';

/** Runs a declaration of the module; other statements do nothing here. */
export function declareModule(machine: Machine, node: t.Node, scope: Scope): void {
  switch (node.type) {
    case 'ImportDeclaration':
      if (node.importKind !== 'type') importNames(machine, node, scope);
      return;
    case 'ExportNamedDeclaration':
      exportNames(machine, node, scope);
      return;
    case 'ExportDefaultDeclaration':
      exportAs(scope, 'default', defaultValue(machine, node.declaration, scope));
      return;
    case 'ExportAllDeclaration': {
      const all = machine.load(node.source.value, scope.module.source, siteOf(node, scope));
      if (all.kind === 'record') for (const [key, value] of all.fields) exportAs(scope, key, value);
      return;
    }
    case 'TSExportAssignment':
      scope.module.object.fields.set('exports', machine.evaluate(node.expression, scope));
      return;
    case 'TSImportEqualsDeclaration':
      if (node.moduleReference.type === 'TSExternalModuleReference') {
        const { value } = node.moduleReference.expression as t.StringLiteral;
        scope.variables.set(node.id.name, machine.load(value, scope.module.source, siteOf(node, scope)));
      }
      return;
    default:
  }
}

/** Not loaded before one of the names is used: what a migration imports may import all of the application. */
function importNames(machine: Machine, node: t.ImportDeclaration, scope: Scope): void {
  const site = siteOf(node, scope);
  const all = () => machine.load(node.source.value, scope.module.source, site);
  for (const specifier of node.specifiers) {
    const { name } = specifier.local;
    const bring = {
      ImportNamespaceSpecifier: all,
      ImportDefaultSpecifier: () => defaultOf(machine, all(), site, name),
      ImportSpecifier: () => namedOf(machine, all(), specifier as t.ImportSpecifier, site),
    }[specifier.type];
    scope.module.imports.set(name, bring);
  }
}

function namedOf(machine: Machine, all: Value, { imported, local }: t.ImportSpecifier, site: Site): Value {
  const key = imported.type === 'Identifier' ? imported.name : imported.value;
  if (key === 'default') return defaultOf(machine, all, site, local.name);
  return all.kind === 'unknown' ? unknown(local.name) : machine.get(all, key, site);
}

/** CommonJS modules are their own default export. */
function defaultOf(machine: Machine, all: Value, site: Site, name: string): Value {
  if (all.kind === 'unknown') return unknown(name);
  if (all.kind !== 'record' && all.kind !== 'native') return all;
  const value = machine.get(all, 'default', site);
  return isNullish(value) || (value.kind === 'unknown' && all.kind === 'native') ? all : value;
}

function exportNames(machine: Machine, node: t.ExportNamedDeclaration, scope: Scope): void {
  if (node.exportKind === 'type') return;
  const { declaration } = node;
  if (declaration) {
    if (declaration.type !== 'FunctionDeclaration') machine.execute([declaration], scope);
    for (const name of declaredNames(declaration)) exportAs(scope, name, lookUp(scope, name) ?? undefinedValue);
    return;
  }
  const from = node.source ? machine.load(node.source.value, scope.module.source, siteOf(node, scope)) : undefined;
  for (const specifier of node.specifiers) {
    if (specifier.type !== 'ExportSpecifier') continue;
    const { exported, local } = specifier;
    const key = exported.type === 'Identifier' ? exported.name : exported.value;
    const value = from ? machine.get(from, local.name, siteOf(node, scope)) : lookUp(scope, local.name);
    exportAs(scope, key, value ?? undefinedValue);
  }
}

function declaredNames(node: t.Declaration): string[] {
  if (node.type === 'VariableDeclaration') {
    return node.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []));
  }
  return 'id' in node && node.id?.type === 'Identifier' ? [node.id.name] : [];
}

function defaultValue(machine: Machine, node: t.ExportDefaultDeclaration['declaration'], scope: Scope): Value {
  if (node.type === 'FunctionDeclaration') return functionOf(node, scope);
  if (node.type !== 'ClassDeclaration') return machine.evaluate(node, scope);
  const made = classOf(machine, node, scope);
  if (node.id) scope.variables.set(node.id.name, made);
  return made;
}

function exportAs(scope: Scope, key: string, value: Value): void {
  const known = exportedBy(scope.module);
  const exports = known.kind === 'record' ? known : record();
  exports.fields.set(key, value);
  scope.module.object.fields.set('exports', exports);
}
