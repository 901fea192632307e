package io.anteroom.poll;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.poll.completion.CompletionCurves;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The running tasks of the accounts that this replica polls. Thread-safe. */
@Singleton
class PollMemory {

  private final Map<String, RunningTasks> byAccount;

  PollMemory(AccountDirectory accounts, PollSettings settings, CompletionCurves curves) {
    PollWorth worth = new PollWorth(settings, curves::of);
    this.byAccount =
        accounts.all().stream()
            .map(Account::name)
            .collect(Collectors.toMap(Function.identity(), name -> new RunningTasks(worth)));
  }

  /** Those of an account, none of them where this replica does not poll it. */
  RunningTasks of(String account) {
    return byAccount.get(account);
  }
}
