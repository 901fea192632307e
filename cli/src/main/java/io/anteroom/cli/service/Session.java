package io.anteroom.cli.service;

import io.anteroom.cli.option.GlobalOptions;
import io.anteroom.cli.option.UsageException;
import io.anteroom.cli.output.Console;
import io.anteroom.cli.output.Output;
import java.net.URI;
import java.util.Optional;

/** What the commands of one run share: console, options, settings, and the service by them. */
public final class Session {

  private final Console console;
  private final GlobalOptions options;
  private Settings settings;
  private String sourceOfKey = "nowhere";

  /** For one run. The options are read when they are needed, after the command line was parsed. */
  public Session(Console console, GlobalOptions options) {
    this.console = console;
    this.options = options;
  }

  /** What a command talks to. */
  public Console console() {
    return console;
  }

  /** Options that all commands have. */
  public GlobalOptions options() {
    return options;
  }

  /** Prints data. */
  public Output output() {
    return new Output(console, options.format());
  }

  /**
   * What is set.
   *
   * @throws UsageException if it is not understood
   */
  public Settings settings() {
    if (settings == null) {
      settings = Settings.of(console, options);
      if (settings.file().readableByOthers()) {
        console.say(
            "Others can read the keys in %s. chmod 600 makes it yours only."
                .formatted(settings.file().path()));
      }
    }
    return settings;
  }

  /** Where Anteroom is. */
  public URI url() {
    return settings().url();
  }

  /** Where the key that was used last came from. */
  public String sourceOfKey() {
    return sourceOfKey;
  }

  /**
   * The service, with a key of that kind.
   *
   * @throws UsageException if there is no URL or no such key
   */
  public Service service(KeyKind kind) {
    URI url = url();
    Settings.Value key = key(kind);
    sourceOfKey = key.source();
    if (!key.text().matches("[!-~]+")) {
      throw new UsageException("The key of " + key.source() + " has characters that no key has.");
    }
    return new Service(url, key.text(), options.callTimeout());
  }

  private Settings.Value key(KeyKind kind) {
    Optional<Settings.Value> client = settings().clientKey();
    Optional<Settings.Value> operator = settings().operatorKey();
    Optional<Settings.Value> key =
        switch (kind) {
          case CLIENT -> client;
          case OPERATOR -> operator.or(() -> client);
          case EITHER -> options.operator() ? operator : client.or(() -> operator);
        };
    return key.orElseThrow(() -> new UsageException(missing(kind)));
  }

  private String missing(KeyKind kind) {
    boolean ofOperator = kind == KeyKind.OPERATOR || options.operator();
    String words =
        ofOperator
            ? "A key is missing: set ANTEROOM_OPERATOR_KEY."
            : "A key is missing: set ANTEROOM_KEY.";
    return settings().hasKeyForAnotherUrl()
        ? words + " That of the profile is for another URL, and is not sent to this one."
        : words;
  }
}
