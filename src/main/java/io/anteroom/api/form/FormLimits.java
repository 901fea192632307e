package io.anteroom.api.form;

import io.quarkus.runtime.configuration.MemorySize;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What a form may have, by the settings of the HTTP server. Immutable, thread-safe. */
@Singleton
class FormLimits {

  private final Path directory;
  private final long fields;
  private final int parts;

  FormLimits(
      @ConfigProperty(name = "quarkus.http.body.uploads-directory") Path directory,
      @ConfigProperty(name = "quarkus.http.limits.max-form-attribute-size") MemorySize fields,
      @ConfigProperty(name = "quarkus.http.limits.max-parameters") int parts) {
    this.directory = directory;
    this.fields = fields.asLongValue();
    this.parts = parts;
  }

  Path directory() {
    return directory;
  }

  /**
   * How much all fields that are no file may hold together, in bytes: they are kept in memory. The
   * setting is meant for one field, which may use it up.
   */
  long fields() {
    return fields;
  }

  int parts() {
    return parts;
  }
}
