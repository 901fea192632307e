package io.anteroom.upload.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** How much the spool in the database takes. */
@ConfigMapping(prefix = "anteroom.spool.database")
public interface DatabaseSpoolSettings {

  /** The largest file, in bytes. */
  @WithDefault("104857600")
  @Min(1)
  long maxFile();

  /** How many bytes its tables may have in all. */
  @WithDefault("10737418240")
  @Min(1)
  long maxTotal();
}
