// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { useCategories } from '../../../api/whole_list';
import type { Schema } from '../../../api/types';
import { nameIn } from '../../../i18n/names';
import { useLanguageState } from '../../../i18n/store';
import { EmptyState } from '../../../ui/EmptyState';
import { ErrorState } from '../../../ui/ErrorState';
import { LoadingState } from '../../../ui/LoadingState';
import { Card } from '../../../ui/Page';
import { useProfile } from '../profile';
import classes from '../profile.module.css';
import { useText } from '../text';
import { SubscriptionItem } from './SubscriptionItem';

type Category = Schema<'Category'>;
type Subscription = Schema<'Subscription'>;

export interface ShownSubscription {
  key: string;
  category: Category | undefined;
  /** Undefined while nobody said anything and the category has no default. */
  subscription: Subscription | undefined;
}

/** All that one can subscribe to, and what is left of categories that are archived. */
export function mergeCategories(categories: readonly Category[], subscriptions: readonly Subscription[]): ShownSubscription[] {
  const live = categories.filter((each) => !each.archived);
  const known = new Set(live.map((each) => each.key));
  const rest = subscriptions.filter((each) => !known.has(each.category));
  return [
    ...live.map((category) => ({
      key: category.key,
      category,
      subscription: subscriptions.find((each) => each.category === category.key),
    })),
    ...rest.map((subscription) => ({ key: subscription.category, category: undefined, subscription })),
  ];
}

export function SubscriptionsCard() {
  const t = useText();
  const { language } = useLanguageState();
  const { profile } = useProfile();
  const categories = useCategories();
  const [open, setOpen] = useState<string | undefined>(undefined);
  if (!categories.data) {
    return (
      <Card title={t('subscriptions')}>
        {categories.error ? <ErrorState error={categories.error} onRetry={() => void categories.refetch()} /> : <LoadingState />}
      </Card>
    );
  }
  const shown = mergeCategories(categories.data, profile.subscriptions);
  return (
    <Card title={t('subscriptions')}>
      {shown.length === 0 && <EmptyState icon="bell" title={t('subscriptions.none')} />}
      <ul className={classes.list}>
        {shown.map((each) => (
          <SubscriptionItem
            key={each.key}
            name={each.category ? nameIn(each.category.names, language, each.key) : each.key}
            shown={each}
            showsLedger={open === each.key}
            onLedger={() => setOpen(open === each.key ? undefined : each.key)}
          />
        ))}
      </ul>
    </Card>
  );
}
