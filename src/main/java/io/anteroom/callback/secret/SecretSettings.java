package io.anteroom.callback.secret;

import io.anteroom.async.RangedSettings;
import io.anteroom.async.SettingRanges;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How the secrets that callbacks are signed with are kept. */
@ConfigMapping(prefix = "anteroom.callbacks")
public interface SecretSettings extends RangedSettings {

  /**
   * How long callbacks carry the signature of a client's former secret too, after it requested a
   * new one: 0 to 365 days.
   */
  @WithDefault("24h")
  Duration secretRotation();

  /**
   * What encrypts the secrets that {@code POST /callback-secret} makes: 32 bytes in base64 ({@code
   * openssl rand -base64 32}), the same on every replica. Without it none are made.
   */
  Optional<String> encryptionKey();

  @Override
  default void checkRanges(SettingRanges ranges) {
    Duration rotation = secretRotation();
    ranges.check(
        !rotation.isNegative() && rotation.compareTo(Duration.ofDays(365)) <= 0,
        "secret-rotation",
        "must be from 0 to 365 days",
        rotation);
  }
}
