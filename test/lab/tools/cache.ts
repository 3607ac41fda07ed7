import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from '../places';
import { TOOLS, versionOf, type Tool, type ToolName } from './catalogue';

/** The folder of one version of a tool. */
export function folderOf(tool: Tool): string {
  return join(CACHE, `${tool.name}-${versionOf(tool)}`);
}

/** The program, there or not. Only a whole one ever has this name. */
export function binaryOf(tool: Tool): string {
  return join(folderOf(tool), tool.name);
}

/** The tools that are not in the cache. */
export function missingTools(names: readonly ToolName[] = allNames()): readonly Tool[] {
  return TOOLS.filter((tool) => names.includes(tool.name) && !existsSync(binaryOf(tool)));
}

/** Path of a tool that is in the cache. */
export function toolPath(name: ToolName): string {
  const tool = TOOLS.find((each) => each.name === name) as Tool;
  const path = binaryOf(tool);
  if (!existsSync(path)) throw new Error(`${name} is missing: run \`npm run lab:tools\``);
  return path;
}

/** The names of all tools. */
export function allNames(): readonly ToolName[] {
  return TOOLS.map(({ name }) => name);
}
