package io.anteroom.upload.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** The spool of kind {@code database}. */
@ConfigMapping(prefix = "anteroom.spool.database")
public interface DatabaseSpoolSettings {

  /** The largest file, in bytes. */
  @WithDefault("104857600")
  @Min(1)
  long maxFile();

  /**
   * The size of its tables, in bytes. It includes files that are no longer needed, until their
   * partition is emptied. A further upload gets 507.
   */
  @WithDefault("10737418240")
  @Min(1)
  long maxTotal();
}
