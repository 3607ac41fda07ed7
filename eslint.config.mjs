import { defineConfig } from 'eslint/config';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';

const SOURCES = ['constructs/**/*.ts', 'lib/**/*.ts', 'stacks/**/*.ts'];
const PURE = ['constructs/**/*.ts', 'lib/**/*.ts'];

/** Packages that only some layers may import, each with what to do instead. */
const NO_PULUMI = {
  regex: '^@pulumi/',
  message: 'Only lib/pulumi and stacks/ know Pulumi: move this into the bridge.',
};
const NO_DISK = {
  regex: '^(node:)?(fs|fs/promises|child_process)$',
  message:
    'Only lib/cli, lib/synth and stacks/ touch the machine: return data and let them write it.',
};
const NO_CDK8S_OBJECTS = {
  regex: '^cdk8s($|/)',
  allowImportNames: ['Duration', 'Size'],
  allowTypeImports: true,
  message: 'lib is pure: return plain data and create App, Chart and ApiObject in constructs/.',
};
const NO_CDK8S_PLUS = {
  regex: '^cdk8s-plus-',
  allowTypeImports: true,
  message: 'Loading meshwright must not load cdk8s-plus: use `import type`.',
};
const NO_LATE = {
  regex: '/lib/(?!synth/)(?:system/|.+/(?:plan|rules|render)(?:-[^/]+)?$)',
  allowTypeImports: true,
  message:
    'Importing the package must not read what plans, checks and renders: call it through late.ts.',
};
const MODELS = '^(@kubernetes-models/|kubernetes-models(/|$))';
const NO_MODELS = {
  regex: MODELS,
  message: 'Only lib/**/render*.ts may name the models, as types: take a plan or plain data.',
};
const MODELS_AS_TYPES = {
  regex: MODELS,
  allowTypeImports: true,
  message: 'The models are a development dependency: use `import type`.',
};

const restrict = (files, ...patterns) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

export default defineConfig(
  { ignores: ['coverage', 'dist', 'test/fixtures'] },
  {
    files: ['**/*.js', '**/*.mjs'],
    extends: [tseslint.configs.recommended],
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    settings: {
      'import-x/extensions': ['.ts'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js', '.json'] })],
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'import-x/no-cycle': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: false }],
    },
  },
  {
    files: SOURCES,
    rules: {
      'max-lines-per-function': ['error', { max: 40, skipComments: true }],
      'max-params': ['error', 3],
      'import-x/no-restricted-paths': [
        'error',
        {
          basePath: import.meta.dirname,
          zones: [
            {
              target: './lib',
              from: ['./constructs', './stacks', './test'],
              message: 'lib is the lowest layer: move what you need down into lib.',
            },
            {
              target: './constructs',
              from: ['./stacks', './test'],
              message: 'Constructs know nothing of their users: move what you need down.',
            },
            {
              target: './lib/*/**/plan*.ts',
              from: './lib/*/**/{rules,render}*{.ts,/**}',
              message: 'A plan comes first: move what both need into a file of values.',
            },
            {
              target: './lib/*/**/render*.ts',
              from: './lib/*/**/rules*{.ts,/**}',
              message: 'A renderer decides nothing: put what it needs into the plan.',
            },
          ],
        },
      ],
    },
  },
  {
    files: PURE,
    ignores: ['lib/cli/**'],
    rules: {
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'exit',
          message: 'Only lib/cli and stacks/ end the process: record a finding or throw.',
        },
      ],
    },
  },
  restrict(['constructs/**/*.ts'], NO_PULUMI, NO_DISK, NO_CDK8S_PLUS, NO_MODELS, NO_LATE),
  restrict(
    ['constructs/late.ts', 'constructs/testing/*.ts'],
    NO_PULUMI,
    NO_DISK,
    NO_CDK8S_PLUS,
    NO_MODELS,
  ),
  restrict(['stacks/**/*.ts'], NO_MODELS),
  restrict(['lib/**/*.ts'], NO_PULUMI, NO_DISK, NO_CDK8S_OBJECTS, NO_CDK8S_PLUS, NO_MODELS),
  restrict(
    ['lib/**/render*.ts'],
    NO_PULUMI,
    NO_DISK,
    NO_CDK8S_OBJECTS,
    NO_CDK8S_PLUS,
    MODELS_AS_TYPES,
  ),
  restrict(['lib/cli/**/*.ts'], NO_PULUMI, NO_CDK8S_PLUS, NO_MODELS),
  restrict(['lib/synth/**/*.ts'], NO_PULUMI, NO_CDK8S_PLUS, NO_MODELS),
  restrict(['lib/pulumi/**/*.ts'], NO_DISK, NO_CDK8S_PLUS, NO_MODELS),
  {
    files: ['test/**/*.ts'],
    rules: {
      // A manifest is JSON: a test reads its fields without naming a type for each.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    files: ['test/**/*.test.ts'],
    extends: [jest.configs['flat/recommended']],
    rules: {
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect*', 'fc.assert'] }],
    },
  },
);
