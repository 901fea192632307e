package io.anteroom.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Loads every class of the sandbox at once: its servers outlive the live reload that replaces the
 * class loader they came from, and a closed loader finds no further class.
 */
final class ClassPreloader {

  private static final String SUFFIX = ".class";

  private ClassPreloader() {}

  static void ofThisPackage() {
    Path root = root();
    if (!Files.isDirectory(root)) {
      return; // a packaged application is never reloaded
    }
    String own = ClassPreloader.class.getPackageName().replace('.', '/');
    try (Stream<Path> files = Files.walk(root.resolve(own))) {
      files.map(file -> root.relativize(file).toString()).forEach(ClassPreloader::load);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    try {
      return Path.of(
          ClassPreloader.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void load(String file) {
    if (!file.endsWith(SUFFIX)) {
      return;
    }
    String name = file.substring(0, file.length() - SUFFIX.length());
    try {
      Class.forName(
          name.replace('/', '.').replace('\\', '.'), false, ClassPreloader.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
