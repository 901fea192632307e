package io.anteroom.upload;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Makes the spool's directory while the configuration is read: the HTTP server needs it before any
 * bean of ours is there, and would stop the start with its own words.
 */
@RegisterForReflection
public final class SpoolDirectoryCreator implements Converter<Path> {

  @Override
  public Path convert(String value) {
    try {
      Path directory = Files.createDirectories(Path.of(value).toAbsolutePath().normalize());
      if (Files.isWritable(directory)) {
        return directory;
      }
    } catch (IOException e) {
      // said below
    }
    throw new IllegalArgumentException("it cannot be made, or not be written");
  }
}
