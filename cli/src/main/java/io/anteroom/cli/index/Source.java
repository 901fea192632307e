package io.anteroom.cli.index;

import io.anteroom.cli.option.UsageException;
import io.anteroom.cli.output.Console;
import io.anteroom.client.request.FileSource;
import io.anteroom.client.request.IndexRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What is to be indexed. */
@FunctionalInterface
interface Source {

  /** So much of standard input is held in memory; more belongs into a file. */
  int MOST_OF_STDIN = 50 * 1024 * 1024;

  Pattern URL = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+://.+");

  /** A request to index it. */
  IndexRequest request(String collection);

  /**
   * What was named on the command line.
   *
   * @param text a file, a URL, or {@code -}
   * @param name the name of the file that comes from standard input; null if that is a text
   * @throws UsageException if there is no such file, or standard input is no text
   */
  static Source of(String text, Console console, String name) {
    if (text.equals("-")) {
      return stdin(read(console), name);
    }
    if (URL.matcher(text).matches()) {
      return collection -> IndexRequest.url(text, collection);
    }
    Path file = Path.of(text);
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new UsageException(
          text + " is no file that can be read, and no URL. A text comes from standard input: -");
    }
    return collection -> IndexRequest.file(file, collection);
  }

  private static Source stdin(byte[] bytes, String name) {
    if (name != null) {
      return collection ->
          IndexRequest.file(FileSource.of(name, () -> new ByteArrayInputStream(bytes)), collection);
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.isBlank()) {
        throw new UsageException("Standard input is empty.");
      }
      return collection -> IndexRequest.text(text, collection);
    } catch (CharacterCodingException e) {
      throw new UsageException(
          "Standard input is no text in UTF-8. For a file give its name: --name scan.pdf");
    }
  }

  private static byte[] read(Console console) {
    try {
      byte[] bytes = console.in().readNBytes(MOST_OF_STDIN + 1);
      if (bytes.length > MOST_OF_STDIN) {
        throw new UsageException("Standard input is over 50 MB. Put it into a file.");
      }
      return bytes;
    } catch (IOException e) {
      throw new UsageException("Standard input cannot be read: " + e.getMessage());
    }
  }
}
