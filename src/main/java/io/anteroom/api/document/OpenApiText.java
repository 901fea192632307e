package io.anteroom.api.document;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.anteroom.api.response.Gzip;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The OpenAPI document as it is written, and the same as JSON. The native executable holds both
 * finished; a JVM makes them when they are asked for the first time, which takes a moment.
 */
final class OpenApiText {

  private static final byte[] YAML = read();
  private static final byte[] JSON = json(YAML);
  private static final byte[] YAML_GZIP = Gzip.of(YAML);
  private static final byte[] JSON_GZIP = Gzip.of(JSON);

  private OpenApiText() {}

  static Buffer yaml(boolean gzip) {
    return Buffer.buffer(gzip ? YAML_GZIP : YAML);
  }

  static Buffer json(boolean gzip) {
    return Buffer.buffer(gzip ? JSON_GZIP : JSON);
  }

  private static byte[] read() {
    try (InputStream file = OpenApiText.class.getResourceAsStream("/META-INF/openapi.yaml")) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] json(byte[] yaml) {
    try {
      Object document = new ObjectMapper(new YAMLFactory()).readValue(yaml, Object.class);
      return new ObjectMapper().writeValueAsBytes(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
