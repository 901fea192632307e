package io.anteroom;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The spool of the running test. Tasks of other tests come and go in it, so it is asked for a file
 * by its content, never for how many files it keeps.
 */
public final class SpoolFolder {

  private final Path directory;

  private SpoolFolder(Path directory) {
    this.directory = directory;
  }

  public static SpoolFolder ofTest() {
    return new SpoolFolder(
        Path.of(ConfigProvider.getConfig().getValue("anteroom.spool.directory", String.class)));
  }

  /** Whether a file that was kept begins with this text; one that still comes in does not count. */
  public boolean keeps(String beginning) {
    byte[] bytes = beginning.getBytes(StandardCharsets.UTF_8);
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).anyMatch(file -> begins(file, bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many files come in at this moment, or were left behind when they came in. */
  public long incoming() {
    try (Stream<Path> files = Files.list(directory.resolve("incoming"))) {
      return files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean begins(Path file, byte[] beginning) {
    try (var in = Files.newInputStream(file)) {
      return Arrays.equals(beginning, in.readNBytes(beginning.length));
    } catch (NoSuchFileException vanished) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
