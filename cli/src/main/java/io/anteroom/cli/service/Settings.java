package io.anteroom.cli.service;

import io.anteroom.cli.option.GlobalOptions;
import io.anteroom.cli.option.UsageException;
import io.anteroom.cli.output.Console;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What is set by options, the environment and a profile, in this order. The keys of a profile go to
 * the URL of the profile only: with another URL they are not used.
 */
public final class Settings {

  /** A value, and where it came from. */
  public record Value(String text, String source) {}

  private final Map<String, String> environment;
  private final ProfileFile file;
  private final String profileName;
  private final Map<String, String> profile;
  private final String urlOption;

  private Settings(
      Map<String, String> environment, ProfileFile file, String profileName, String urlOption) {
    this.environment = environment;
    this.file = file;
    this.profileName = profileName;
    this.profile = file.sections().getOrDefault(profileName, Map.of());
    this.urlOption = urlOption;
  }

  /**
   * Reads them.
   *
   * @throws UsageException if a profile is named that is not there, or the file is not understood
   */
  static Settings of(Console console, GlobalOptions options) {
    Map<String, String> environment = console.environment();
    ProfileFile file = ProfileFile.read(path(console));
    String named =
        options.profile() != null ? options.profile() : environment.get("ANTEROOM_PROFILE");
    if (named != null && !file.sections().containsKey(named)) {
      throw new UsageException("There is no profile " + named + " in " + file.path() + ".");
    }
    return new Settings(environment, file, named == null ? "default" : named, options.url());
  }

  private static Path path(Console console) {
    String folder = console.environment().getOrDefault("XDG_CONFIG_HOME", "");
    Path config = folder.isEmpty() ? console.home().resolve(".config") : Path.of(folder);
    return config.resolve("anteroom").resolve("config");
  }

  /** The file with profiles. */
  public ProfileFile file() {
    return file;
  }

  /**
   * Where Anteroom is.
   *
   * @throws UsageException if nothing says it, or it is no http or https URL
   */
  public URI url() {
    String text =
        urlText()
            .orElseThrow(
                () ->
                    new UsageException(
                        "Where is Anteroom? Set ANTEROOM_URL, or give --url, or write a profile into "
                            + file.path()
                            + "."));
    try {
      URI url = URI.create(text);
      if (url.getHost() != null
          && String.valueOf(url.getScheme()).matches("https?")
          && url.getUserInfo() == null
          && url.getQuery() == null
          && url.getFragment() == null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new UsageException(
        "The URL of Anteroom must be like https://anteroom.example: no user, query or fragment in it.");
  }

  private Optional<String> urlText() {
    if (urlOption != null) {
      return Optional.of(urlOption);
    }
    return variable("ANTEROOM_URL").or(() -> Optional.ofNullable(profile.get("url")));
  }

  /** The key of a client. */
  public Optional<Value> clientKey() {
    return secret("ANTEROOM_KEY", "key");
  }

  /** The key of an operator. */
  public Optional<Value> operatorKey() {
    return secret("ANTEROOM_OPERATOR_KEY", "operator-key");
  }

  /** What callbacks are signed with. */
  public Optional<Value> callbackSecret() {
    return secret("ANTEROOM_CALLBACK_SECRET", "callback-secret");
  }

  /** Where health is told, which most installations do not open to everybody. */
  public Optional<String> managementUrl() {
    return variable("ANTEROOM_MANAGEMENT_URL").or(() -> ofProfile("management-url"));
  }

  private Optional<Value> secret(String variable, String name) {
    return variable(variable)
        .map(value -> new Value(value, variable))
        .or(() -> ofProfile(name).map(value -> new Value(value, "the profile " + profileName)));
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  private Optional<String> ofProfile(String name) {
    return isUrlOfProfile() ? Optional.ofNullable(profile.get(name)) : Optional.empty();
  }

  /** Else the key of one installation could be sent to another one, or to anybody. */
  private boolean isUrlOfProfile() {
    return urlText().isPresent() && urlText().equals(Optional.ofNullable(profile.get("url")));
  }

  /** Whether the profile has a key that is not used, since it is for another URL. */
  boolean hasKeyForAnotherUrl() {
    return !isUrlOfProfile() && (profile.containsKey("key") || profile.containsKey("operator-key"));
  }
}
