import type { LabelRequirement, LabelSelector, Labels } from './kubernetes';

/** Whether every wanted label is there with its value; nothing wanted is always there. */
export function hasLabels(labels: Labels, wanted: Labels | undefined): boolean {
  return Object.entries(wanted ?? {}).every(([key, value]) => labels[key] === value);
}

/** Kubernetes' label selector; the empty one selects everything. */
export function isSelected(labels: Labels, selector: LabelSelector): boolean {
  return (
    hasLabels(labels, selector.matchLabels) &&
    (selector.matchExpressions ?? []).every((requirement) => isMet(labels, requirement))
  );
}

// NotIn and DoesNotExist hold where the key is absent
// (k8s.io/apimachinery: pkg/labels/selector.go, Requirement.Matches).
function isMet(labels: Labels, requirement: LabelRequirement): boolean {
  const value = labels[requirement.key];
  const isListed = value !== undefined && (requirement.values ?? []).includes(value);
  switch (requirement.operator) {
    case 'In':
      return isListed;
    case 'NotIn':
      return !isListed;
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}
