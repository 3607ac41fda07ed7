import type { Command } from 'commander';

/** Shells that completions are written for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** A script that completes the commands and options of `program`. */
export function completionScript(program: Command, shell: (typeof SHELLS)[number]): string {
  const commands = program.commands.map((command) => command.name());
  const options = program.commands.map((command) => ({
    name: command.name(),
    flags: command.options.flatMap(({ long }) => long ?? []),
  }));
  switch (shell) {
    case 'bash':
      return bashScript(commands, options);
    case 'zsh':
      // zsh understands completions of bash
      return `autoload -U +X bashcompinit && bashcompinit\n${bashScript(commands, options)}`;
    case 'fish':
      return fishScript(program);
  }
}

interface CommandFlags {
  readonly name: string;
  readonly flags: readonly string[];
}

function bashScript(commands: readonly string[], options: readonly CommandFlags[]): string {
  const cases = options.map(
    ({ name, flags }) => `    ${name}) words="${[...flags, '--help'].join(' ')}" ;;`,
  );
  return [
    '_meshwright() {',
    '  local words',
    '  case "${COMP_WORDS[1]}" in',
    ...cases,
    `    *) words="${[...commands, '--help', '--version'].join(' ')}" ;;`,
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -f -- "${COMP_WORDS[COMP_CWORD]}"))',
    '}',
    'complete -o filenames -F _meshwright meshwright',
    '',
  ].join('\n');
}

function fishScript(program: Command): string {
  const lines = program.commands.flatMap((command) => {
    const name = command.name();
    return [
      `complete -c meshwright -n __fish_use_subcommand -a ${name} -d '${quoted(command.description())}'`,
      ...command.options.map(
        ({ long, description }) =>
          `complete -c meshwright -n '__fish_seen_subcommand_from ${name}' -l ${(long ?? '').slice(2)} -d '${quoted(description)}'`,
      ),
    ];
  });
  return `${lines.join('\n')}\n`;
}

function quoted(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
}
