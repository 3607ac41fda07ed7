import type { Command, Option } from 'commander';

/** Shells that completions are written for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** A script that completes the commands, options and their values of `program`. */
export function completionScript(program: Command, shell: (typeof SHELLS)[number]): string {
  switch (shell) {
    case 'bash':
      return bashScript(program);
    case 'zsh':
      // zsh understands completions of bash
      return `autoload -U +X bashcompinit && bashcompinit\n${bashScript(program)}`;
    case 'fish':
      return fishScript(program);
  }
}

function bashScript(program: Command): string {
  const commands = [...program.commands.map((command) => command.name()), 'help'];
  const values = program.commands.flatMap((command) =>
    command.options
      .filter(({ argChoices }) => argChoices !== undefined)
      .map(
        ({ long, argChoices = [] }) =>
          `    '${command.name()} ${long}') words=${lines(argChoices)}; files= ;;`,
      ),
  );
  const options = program.commands.map(
    (command) =>
      `    ${command.name()}) words=${lines(wordsOf(command))}; files=${takesFile(command) ? '-f' : ''} ;;`,
  );
  return [
    '_meshwright() {',
    // a path may have spaces in it
    "  local IFS=$'\\n' words= files= command=${COMP_WORDS[1]}",
    '  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}',
    '  case "$command" in',
    ...options,
    '  esac',
    '  case "$command $before" in',
    ...values,
    '  esac',
    `  if [ "$COMP_CWORD" -eq 1 ]; then words=${lines([...commands, '--help', '--version'])}; files=; fi`,
    '  COMPREPLY=($(compgen -W "$words" $files -- "$current"))',
    '}',
    'complete -o filenames -F _meshwright meshwright',
    '',
  ].join('\n');
}

function takesFile({ registeredArguments }: Command): boolean {
  return registeredArguments.some((argument) => argument.name() === 'entry');
}

function wordsOf(command: Command): readonly string[] {
  const choices = command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices);
  return [...choices, ...command.options.flatMap(({ long }) => long ?? []), '--help'];
}

/** Words below each other, as the shell quotes them. */
function lines(words: readonly string[]): string {
  return `$'${words.join('\\n')}'`;
}

function fishScript(program: Command): string {
  const rows = program.commands.flatMap((command) => {
    const name = command.name();
    return [
      `complete -c meshwright -n __fish_use_subcommand -a ${name} -d '${quoted(command.description())}'`,
      ...command.options.map((option) => fishOption(name, option)),
    ];
  });
  return `${rows.join('\n')}\n`;
}

function fishOption(command: string, { long, description, argChoices }: Option): string {
  const values = argChoices === undefined ? '' : ` -x -a '${argChoices.join(' ')}'`;
  return `complete -c meshwright -n '__fish_seen_subcommand_from ${command}' -l ${(long ?? '').slice(2)} -d '${quoted(description)}'${values}`;
}

function quoted(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
}
