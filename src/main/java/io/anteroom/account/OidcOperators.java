package io.anteroom.account;

import io.anteroom.async.CheckedAtStart;
import io.anteroom.async.SettingFaults;
import io.anteroom.async.Sha256;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which operator somebody is whom an OpenID provider has signed in. The name begins with {@code
 * oidc:}, so that nobody passes for an operator who has a key. Immutable, thread-safe.
 */
@Singleton
public class OidcOperators implements CheckedAtStart {

  /** What the name of each of them begins with. */
  public static final String PREFIX = "oidc:";

  private static final String SETTING = "anteroom.operator.oidc.";

  /** Nothing that cannot be seen, or that makes a line of its own or turns its direction. */
  private static final Pattern NAME =
      Pattern.compile("(?!\\p{Z})[^\\p{C}\\p{Zl}\\p{Zp}]{1,200}(?<!\\p{Z})");

  private final OidcSettings settings;

  /**
   * @param faults gets one line for each setting that cannot be used
   */
  @Inject
  OidcOperators(OidcSettings settings, Instance<ProviderSignIn> provider, SettingFaults faults) {
    this(settings, provider.isResolvable(), faults);
  }

  OidcOperators(OidcSettings settings, boolean isBuiltIn, SettingFaults faults) {
    this.settings = settings;
    if (settings.issuer().isPresent()) {
      faults.check(() -> demandBuild(isBuiltIn));
      faults.check(() -> SecureUrl.check(SETTING + "issuer", settings.issuer().get()));
      faults.check(() -> demand("client-id", settings.clientId()));
      faults.check(() -> demand("client-secret", settings.clientSecret()));
      faults.check(() -> demand("page-url", settings.pageUrl()));
      settings.pageUrl().ifPresent(url -> faults.check(() -> checkPage(url)));
      faults.check(this::refuseBothRoles);
    } else {
      faults.check(this::demandIssuer);
    }
  }

  /** Whether operators can sign in so. */
  public boolean areConfigured() {
    return settings.issuer().isPresent();
  }

  /**
   * The operator who has this name and role at the provider.
   *
   * @param name as the claim has it; null: there is none
   * @param values those of the claim of roles
   * @return empty where no value gives a role
   * @throws IllegalArgumentException where the name cannot be one
   */
  public Optional<Operator> operator(String name, Collection<String> values) {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(settings.nameClaim());
    }
    return role(values).map(role -> new Operator(PREFIX + name, role));
  }

  private Optional<OperatorRole> role(Collection<String> values) {
    if (!Collections.disjoint(settings.adminValues(), values)) {
      return Optional.of(OperatorRole.ADMIN);
    }
    return Collections.disjoint(settings.readValues(), values)
        ? Optional.empty()
        : Optional.of(OperatorRole.READ);
  }

  /** Of all that says who may sign in: a session does not outlive a change of it. */
  String digest() {
    List<String> texts = new ArrayList<>();
    texts.add(settings.issuer().orElse(""));
    texts.add(settings.clientId().orElse(""));
    texts.add(settings.clientSecret().orElse(""));
    texts.add(settings.nameClaim());
    texts.add(settings.roleClaim());
    texts.add(Sha256.of(settings.readValues()));
    texts.add(Sha256.of(settings.adminValues()));
    return Sha256.of(texts);
  }

  private static void demandBuild(boolean isBuiltIn) {
    if (!isBuiltIn) {
      throw new ConfigurationException(
          SETTING + "issuer: this build has no sign-in by OpenID Connect; build it with -Doidc");
    }
  }

  /** Who has set these meant to turn it on. */
  private void demandIssuer() {
    if (Stream.of(settings.clientId(), settings.clientSecret(), settings.pageUrl())
        .anyMatch(Optional::isPresent)) {
      throw new ConfigurationException(
          SETTING + "issuer: must be set with a client-id, client-secret or page-url");
    }
  }

  private static void demand(String name, Optional<String> value) {
    if (value.filter(text -> !text.isBlank()).isEmpty()) {
      throw new ConfigurationException(SETTING + name + ": must be set with an issuer");
    }
  }

  private static void checkPage(String url) {
    SecureUrl.check(SETTING + "page-url", url);
    if (!url.endsWith("/operator/")) {
      throw new ConfigurationException(SETTING + "page-url: must end with /operator/, is " + url);
    }
  }

  private void refuseBothRoles() {
    if (!Collections.disjoint(settings.readValues(), settings.adminValues())) {
      throw new ConfigurationException(
          SETTING + "admin-values: has a value of read-values, which can give one role only");
    }
  }
}
