package io.anteroom.postgres;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How PostgreSQL is talked to. */
@ConfigMapping(prefix = "anteroom.database")
public interface DatabaseSettings {

  /**
   * A connection on which nothing comes back for so long is closed, and its statement fails: a
   * server that vanished without a word is not waited for. 1 second to 5 minutes.
   */
  @WithDefault("10s")
  Duration answerWithin();

  /** How long a new connection may take to be accepted. 100 ms to 1 minute. */
  @WithDefault("5s")
  Duration connectWithin();
}
