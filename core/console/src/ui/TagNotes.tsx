// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { Around } from './Around';
import type { TagHelp } from './tag_help';
import classes from './TagInput.module.css';
import type { KnownTag } from './tags';
import { useText } from './text';

export function usePeopleText(): (known: KnownTag) => string {
  const t = useText();
  return ({ count, at_least }) => t(at_least ? 'tag.peopleAtLeast' : 'tag.people', { count });
}

interface TagNotesProps extends Pick<TagHelp, 'others' | 'withComma'> {
  onTake: (value: string) => void;
}

/** What is said of what was typed. It is there before it says something: otherwise not every screen reader would tell of it. */
export function TagNotes({ others, withComma, onTake }: TagNotesProps) {
  const t = useText();
  const peopleText = usePeopleText();
  return (
    <div role="status" className={classes.others}>
      {others.map((each) => (
        <p key={each.index} className={`foreign ${classes.other}`}>
          <Around text={(tag) => t('tag.otherwise', { tag, people: peopleText(each) })}>{each.tag}</Around>{' '}
          <Button size="compact-sm" variant="default" onClick={() => onTake(each.instead)}>
            {/* In one piece: the parts of what is laid out as a row would be read with pauses. */}
            <span>
              <Around text={(tag) => t('tag.use', { tag })}>{each.tag}</Around>
            </span>
          </Button>
        </p>
      ))}
      {withComma.map(({ tag }) => (
        <p key={tag} className={`foreign ${classes.other}`}>
          <Around text={(place) => t('tag.comma', { tag: place })}>{tag}</Around>
        </p>
      ))}
    </div>
  );
}
