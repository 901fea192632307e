package io.anteroom.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The packaged jar as its next release could be: the same code, and more migrations. Quarkus writes
 * the names of the migrations into a class when it builds the service, so that none can be added at
 * run time. In the copy that class names a folder in place of the first migration.
 */
final class NextBuild {

  private static final String FIRST = "db/migration/V1__schema.sql";
  private static final String BYTECODE = "quarkus/generated-bytecode.jar";
  private static final String MIGRATIONS = "io/quarkus/runner/recorded/FlywayProcessor";

  private NextBuild() {}

  /**
   * Makes the copy.
   *
   * @param folder an empty one, which the copy needs as long as it is used
   * @return the jar that starts it
   */
  static Path make(Path folder, List<Path> moreMigrations) throws IOException {
    Path jar = Path.of(AnteroomProcess.artifact()).toAbsolutePath();
    Path build = jar.getParent();
    for (String same : List.of("lib", "app")) {
      Files.createSymbolicLink(folder.resolve(same), build.resolve(same));
    }
    Path migrations = Files.createDirectories(folder.resolve("migrations"));
    Files.copy(Path.of("src/main/resources", FIRST), migrations.resolve("V1__schema.sql"));
    for (Path migration : moreMigrations) {
      Files.copy(migration, migrations.resolve(migration.getFileName()));
    }
    Files.createDirectory(folder.resolve("quarkus"));
    for (Path file : files(build.resolve("quarkus"))) {
      Files.copy(file, folder.resolve("quarkus").resolve(file.getFileName()));
    }
    rewrite(build.resolve(BYTECODE), folder.resolve(BYTECODE), "filesystem:" + migrations);
    return Files.copy(jar, folder.resolve(jar.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static void rewrite(Path from, Path to, String place) throws IOException {
    boolean named = false;
    try (ZipFile in = new ZipFile(from.toFile());
        OutputStream file = Files.newOutputStream(to);
        ZipOutputStream out = new ZipOutputStream(file)) {
      Enumeration<? extends ZipEntry> entries = in.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        byte[] old = read(in, entry);
        byte[] bytes = entry.getName().startsWith(MIGRATIONS) ? replaced(old, place) : old;
        named |= bytes.length != old.length;
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(bytes);
      }
    }
    if (!named) {
      throw new IllegalStateException("no class of %s names %s".formatted(from, FIRST));
    }
  }

  private static byte[] read(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private static byte[] replaced(byte[] classFile, String place) {
    String text = new String(classFile, StandardCharsets.ISO_8859_1);
    return text.replace(constant(FIRST), constant(place)).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** As a class file has a string of ASCII: CONSTANT_Utf8, its length, its bytes. */
  private static String constant(String value) {
    int length = value.length();
    return "\u0001" + (char) (length >> 8) + (char) (length & 0xff) + value;
  }
}
