package io.anteroom.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Accounts and clients. {@code <name>} is the name of one, in a variable in upper case. Only names
 * of lower-case letters and digits can be set by variables; set others, such as {@code my-shop}, in
 * {@code config/application.properties}.
 */
@ConfigMapping(prefix = "anteroom")
public interface AccountSettings {

  /** The accounts, by name. {@code MIXPEEK_…} configures the one named {@code default}. */
  Map<String, AccountEntry> accounts();

  /** The clients, by name. */
  Map<String, ClientEntry> clients();

  /**
   * The short form for clients of the account {@code default}: {@code name:key,name:key}. Give two
   * keys for one name while its key is rotated.
   */
  Optional<List<String>> apiKeys();

  /** One account. */
  interface AccountEntry {
    /**
     * Where its API is: https, or plain http to loopback only. {@code MIXPEEK_BASE_URL} for the
     * account {@code default}.
     */
    @WithDefault("https://api.mixpeek.com")
    String baseUrl();

    /**
     * Its API key. An account without one is not there. {@code MIXPEEK_API_KEY} for the account
     * {@code default}.
     */
    Optional<String> apiKey();

    /**
     * {@code free}, {@code pro} or {@code enterprise}: which limits apply. {@code MIXPEEK_PLAN} for
     * the account {@code default}.
     */
    @WithDefault("free")
    String plan();

    /**
     * What its calls carry as {@code Api-Version}, for the day that the upstream has versions.
     * Unset: they carry none.
     */
    Optional<String> apiVersion();
  }

  /** One client. */
  interface ClientEntry {
    /** The account that it belongs to. */
    @WithDefault("default")
    String account();

    /**
     * SHA-256 of its keys, in hex; two of them while a key is rotated. Needed unless {@code
     * anteroom.api-keys} has its key: a client without a key stops the start.
     */
    Optional<List<String>> keys();

    /**
     * Its part of the submits where clients of the account wait together: 0.001 to 1000. Also for
     * clients of {@code anteroom.api-keys}.
     */
    @WithDefault("1")
    double weight();

    /**
     * The version of the API that it gets unless it asks for one; the first, {@code 2024-12-01}, by
     * default.
     */
    Optional<String> apiVersion();

    /** The only collections that it may index into, search and see assets of. Unset: every one. */
    Optional<List<String>> collections();

    /**
     * How many of its tasks may wait to be submitted; {@code anteroom.accept.max-queued} if not
     * set. Further accepts get 429 {@code queue-full}.
     */
    Optional<Integer> maxQueued();

    /**
     * Where callbacks about its tasks go when a request names no URL of its own. It needs a secret:
     * without one each accept of the client gets 409 {@code callback-secret-missing}. Also for
     * clients of {@code anteroom.api-keys}.
     */
    Optional<String> callbackUrl();

    /** What its callbacks are signed with: {@code whsec_} and 24 to 64 bytes in base64. */
    Optional<String> callbackSecret();

    /** The former one, while the secret is rotated: callbacks carry both signatures. */
    Optional<String> callbackSecretPrevious();
  }
}
