package io.anteroom.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Accounts and clients as the configuration gives them, not yet checked. */
@ConfigMapping(prefix = "anteroom")
public interface AccountSettings {

  /** The accounts, by name. {@code MIXPEEK_…} configures the one named {@code default}. */
  Map<String, AccountEntry> accounts();

  /** The clients, by name. */
  Map<String, ClientEntry> clients();

  /** The short form for clients of the account {@code default}: {@code name:key,name:key}. */
  Optional<List<String>> apiKeys();

  /** One account. */
  interface AccountEntry {
    /** Where its API is. */
    @WithDefault("https://api.mixpeek.com")
    String baseUrl();

    /** Its API key; an account without one is not there. */
    Optional<String> apiKey();

    /** {@code free}, {@code pro} or {@code enterprise}. */
    @WithDefault("free")
    String plan();
  }

  /** One client. */
  interface ClientEntry {
    /** The account that it belongs to. */
    @WithDefault("default")
    String account();

    /**
     * SHA-256 of its keys, in hex; two of them while a key is rotated. Needed unless the short form
     * has its key.
     */
    Optional<List<String>> keys();

    /** Its part of the submits where clients of the account wait together; 0.001 to 1000. */
    @WithDefault("1")
    double weight();

    /** The version of the API that it gets unless it asks for one; the first by default. */
    Optional<String> apiVersion();

    /** The only collections that it may index into, search and see assets of; unset: every one. */
    Optional<List<String>> collections();

    /**
     * How many of its tasks may wait to be submitted; {@code anteroom.accept.max-queued} if not
     * set.
     */
    Optional<Integer> maxQueued();

    /** Where its tasks' ends are told of when a request names no URL of its own. */
    Optional<String> callbackUrl();

    /** What its callbacks are signed with, {@code whsec_…}. */
    Optional<String> callbackSecret();

    /** The one before, while the secret is rotated: callbacks carry both signatures. */
    Optional<String> callbackSecretPrevious();
  }
}
