package io.anteroom.api.form;

import io.quarkus.runtime.configuration.MemorySize;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What a form may have, by the settings of the HTTP server. Immutable, thread-safe. */
@Singleton
class FormLimits {

  private final Path directory;
  private final long field;
  private final int parts;

  FormLimits(
      @ConfigProperty(name = "quarkus.http.body.uploads-directory") Path directory,
      @ConfigProperty(name = "quarkus.http.limits.max-form-attribute-size") MemorySize field,
      @ConfigProperty(name = "quarkus.http.limits.max-parameters") int parts) {
    this.directory = directory;
    this.field = field.asLongValue();
    this.parts = parts;
  }

  /** Where files are put while they come in. */
  Path directory() {
    return directory;
  }

  /** The largest field that is no file, in bytes. */
  long field() {
    return field;
  }

  /** How many parts there may be. */
  int parts() {
    return parts;
  }
}
