package io.anteroom.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/**
 * Operators who sign in to the page by an OpenID provider, in builds with {@code -Doidc}. Without
 * an issuer nobody does.
 */
@ConfigMapping(prefix = "anteroom.operator.oidc")
public interface OidcSettings {

  /**
   * The provider's issuer identifier: https, or plain http to loopback only. Its tokens must have
   * exactly this {@code iss}.
   */
  Optional<String> issuer();

  /** What the provider knows Anteroom by. Needed with an issuer. */
  Optional<String> clientId();

  /** The client's secret. Needed with an issuer. */
  Optional<String> clientSecret();

  /**
   * Where browsers find the page, such as {@code https://anteroom.example/operator/}: https, or
   * plain http to loopback only. Needed with an issuer. The provider has to know this and {@code
   * sign-in} behind it as the redirect URI.
   */
  Optional<String> pageUrl();

  /** What the provider is asked for. */
  @WithDefault("openid,profile")
  List<String> scopes();

  /**
   * The claim of the ID token that names the person, for the audit log. Nothing keeps two persons
   * from having the same {@code preferred_username}, one after the other or at once (OpenID Connect
   * Core 1.0, 5.7); only {@code sub} is one person's for ever.
   */
  @WithDefault("preferred_username")
  String nameClaim();

  /**
   * The claim of the ID token that says what the person may do: a text, which is split at spaces,
   * or a list of texts. {@code /} leads into an object: {@code realm_access/roles}. A name that has
   * one itself stands in double quotes: {@code "https://a.example/roles"}.
   */
  @WithDefault("groups")
  String roleClaim();

  /** Values of that claim which give the role {@code read}. */
  @WithDefault("anteroom-read")
  List<String> readValues();

  /** Values of that claim which give the role {@code admin}. */
  @WithDefault("anteroom-admin")
  List<String> adminValues();
}
