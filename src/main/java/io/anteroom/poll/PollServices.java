package io.anteroom.poll;

import io.anteroom.account.Account;
import io.anteroom.async.Ticker;
import io.anteroom.cluster.PollLeases;
import io.anteroom.poll.completion.CompletionCurves;
import io.anteroom.quota.PermitQueues;
import io.anteroom.quota.QuotaLedger;
import io.anteroom.upstream.AccountAvailability;
import io.anteroom.upstream.http.UpstreamSettings;
import io.anteroom.upstream.list.AssetListAvailability;
import jakarta.inject.Singleton;
import java.time.Duration;

/** What the lanes of all accounts use. Immutable, thread-safe. */
@Singleton
record PollServices(
    PollMemory memory,
    RunningTaskReader reader,
    PollLeases leases,
    QuotaLedger ledger,
    PermitQueues permitQueues,
    CompletionCurves curves,
    PollOneByOne oneByOne,
    PollByList byList,
    AccountAvailability availability,
    AssetListAvailability lists,
    PollSettings settings,
    UpstreamSettings upstream,
    PollMetrics metrics,
    Ticker ticker) {

  /** Whether an account has an asset list that can be asked now. */
  boolean isListed(Account account) {
    return upstream.assetList() && lists.isWorthAsking(account);
  }

  PollChooser chooser() {
    return new PollChooser(settings, curves::of);
  }

  /** The hard timeout of one call. */
  Duration callTimeout() {
    return Duration.ofMillis(upstream.callTimeoutMs());
  }
}
