package io.anteroom.api.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anteroom.upload.IncomingFile;
import io.anteroom.upload.LocalFile;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.configuration.MemorySize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A form opens no more files than one, and none that nobody would close. */
class FormPartsTest {

  private static final String FILE =
      "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\ncontent\r\n";

  @TempDir Path folder;

  private final List<IncomingFile> opened = new ArrayList<>();

  @Test
  void theSecondFileIsRefusedBeforeItIsReceived() throws IOException {
    FormParts parts = parts();
    parts.read(bytes(FILE));
    assertThrows(HttpProblem.class, () -> parts.read(bytes(FILE)));
    assertEquals(1, opened.size());
    parts.deleteFiles();
    assertEquals(0, left());
  }

  /** The last piece of a client that has gone may be read after that. */
  @Test
  void aFileThatBeginsAfterTheEndOfTheRequestIsDiscarded() throws IOException {
    FormParts parts = parts();
    parts.deleteFiles();
    assertThrows(UncheckedIOException.class, () -> parts.read(bytes(FILE)));
    assertEquals(0, left());
  }

  private FormParts parts() {
    FormLimits limits = new FormLimits(folder, new MemorySize(BigInteger.valueOf(1000)), 64);
    return new FormParts(limits, this::open, "b", 10_000);
  }

  private IncomingFile open() throws IOException {
    IncomingFile file = LocalFile.create(folder, 1000);
    opened.add(file);
    return file;
  }

  private long left() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
