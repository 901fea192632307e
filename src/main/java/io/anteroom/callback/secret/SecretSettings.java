package io.anteroom.callback.secret;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How the secrets that callbacks are signed with are kept. */
@ConfigMapping(prefix = "anteroom.callbacks")
public interface SecretSettings {

  /** How long the former secret of a client signs too, after it asked for a new one. */
  @WithDefault("24h")
  Duration rotation();

  /** What stored secrets are encrypted with: 32 bytes in base64; without it none are made. */
  Optional<String> encryptionKey();
}
