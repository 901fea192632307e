package io.anteroom.sandbox.upstream.control;

import io.anteroom.sandbox.upstream.settings.LiveSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of files that URL tasks can be pointed at. Read only, and nothing outside of it. */
final class SampleFiles {
  private final Vertx vertx;
  private final LiveSettings settings;

  SampleFiles(Vertx vertx, LiveSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
  }

  /** The file of that name; empty where there is none, or it lies outside. */
  Future<Optional<Path>> find(String name) {
    String folder = settings.current().content().filesFolder();
    return folder == null
        ? Future.succeededFuture(Optional.empty())
        : vertx.executeBlocking(() -> resolve(Path.of(folder), name));
  }

  private static Optional<Path> resolve(Path folder, String name) {
    try {
      // Real paths, so that neither dots nor symbolic links lead out.
      Path root = folder.toRealPath();
      Path file = root.resolve(name).toRealPath();
      return file.startsWith(root) && Files.isRegularFile(file)
          ? Optional.of(file)
          : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }
}
