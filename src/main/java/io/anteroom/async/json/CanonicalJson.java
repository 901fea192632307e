package io.anteroom.async.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.async.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The digest of a document that is the same whatever the order of its keys. It is made while the
 * document is walked through: no second copy of it is in memory. Stateless.
 */
public final class CanonicalJson {

  private CanonicalJson() {}

  /** SHA-256 over the document with sorted keys, in hex. */
  public static String digest(JsonNode node) {
    MessageDigest digest = Sha256.digest();
    try {
      OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
      try (JsonGenerator generator = JsonWriter.PLAIN.createGenerator(out)) {
        write(generator, node);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new IllegalStateException("nothing is written anywhere", e);
    }
  }

  /** As deep as the document is nested, which the parser bounds. */
  private static void write(JsonGenerator out, JsonNode node) throws IOException {
    if (node.isObject()) {
      out.writeStartObject();
      for (String name : sortedNames(node)) {
        out.writeFieldName(name);
        write(out, node.get(name));
      }
      out.writeEndObject();
    } else if (node.isArray()) {
      out.writeStartArray();
      for (JsonNode element : node) {
        write(out, element);
      }
      out.writeEndArray();
    } else {
      out.writeTree(node);
    }
  }

  private static List<String> sortedNames(JsonNode object) {
    List<String> names = new ArrayList<>(object.size());
    object.fieldNames().forEachRemaining(names::add);
    names.sort(null);
    return names;
  }
}
