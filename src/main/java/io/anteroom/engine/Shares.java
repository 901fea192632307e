package io.anteroom.engine;

import io.anteroom.account.AccountDirectory;
import io.anteroom.account.ApiKeys;
import io.anteroom.task.Share;
import jakarta.inject.Singleton;
import java.util.List;

/** The shares of an account's clients in its submits. Immutable, thread-safe. */
@Singleton
public class Shares {

  private final AccountDirectory accounts;
  private final ApiKeys keys;

  /** Only stores its parts. */
  public Shares(AccountDirectory accounts, ApiKeys keys) {
    this.accounts = accounts;
    this.keys = keys;
  }

  /** Each client once; none of an account that has left the configuration. */
  public List<Share> of(String account) {
    return accounts.named(account).stream()
        .flatMap(found -> keys.clientsOf(found).stream())
        .map(client -> new Share(client.name(), client.weight()))
        .toList();
  }
}
