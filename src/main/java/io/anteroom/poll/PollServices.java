package io.anteroom.poll;

import io.anteroom.account.Account;
import io.anteroom.async.Ticker;
import io.anteroom.cluster.PollLeases;
import io.anteroom.poll.completion.CompletionCurves;
import io.anteroom.quota.PermitQueues;
import io.anteroom.quota.QuotaLedger;
import io.anteroom.upstream.AccountAvailability;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * What the lanes of all accounts use. Immutable, thread-safe.
 *
 * @param isListed whether an account has an asset list that can be asked now
 * @param callTimeout the hard timeout of one call
 */
record PollServices(
    PollMemory memory,
    RunningTaskReader reader,
    PollLeases leases,
    QuotaLedger ledger,
    PermitQueues permitQueues,
    CompletionCurves curves,
    PollChooser chooser,
    PollOneByOne oneByOne,
    PollByList byList,
    AccountAvailability availability,
    Predicate<Account> isListed,
    PollSettings settings,
    Duration callTimeout,
    Ticker ticker) {}
