package io.anteroom.api.form;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.api.body.JsonBody;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.task.StoredFile;
import io.anteroom.upload.Spool.Kept;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.multipart.FileItem;
import org.jboss.resteasy.reactive.server.multipart.FormValue;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/**
 * Reads a {@code multipart/form-data} upload: one {@code file}, and the other fields as text. The
 * bytes of the file are stored already. Thread-safe.
 */
@Singleton
public class UploadForm {

  private static final String FILE = "file";
  private static final String METADATA = "metadata";
  private static final int MAX_NAME = 1_000;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final String ANY_TYPE = "application/octet-stream";

  /**
   * What the form holds.
   *
   * @param received its file, as the {@code IncomingFile} is named that it went into
   */
  public record Upload(ObjectNode fields, Path received, String name, String type) {

    public StoredFile stored(Kept kept) {
      return new StoredFile(kept.path(), name, type, kept.size(), kept.sha256());
    }
  }

  public Upload read(MultipartFormDataInput form) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    List<FormValue> files = new ArrayList<>();
    for (Map.Entry<String, Collection<FormValue>> entry : form.getValues().entrySet()) {
      if (entry.getKey() == null || entry.getKey().isBlank()) {
        throw ProblemType.MALFORMED_FORM.with("A part of the form has no name.");
      }
      FormTextCheck.checkName(entry.getKey());
      for (FormValue value : entry.getValue()) {
        if (value.isFileItem() && value.getFileItem().isInMemory()) {
          add(fields, entry.getKey(), text(value.getFileItem()));
        } else if (value.isFileItem()) {
          files.add(fileOf(entry.getKey(), value));
          FormTextCheck.check(FILE, "The file name", value.getFileName());
        } else {
          FormTextCheck.check(
              entry.getKey(), "The field %s".formatted(entry.getKey()), value.getValue());
          add(fields, entry.getKey(), value.getValue());
        }
      }
    }
    FormValue file = only(files);
    return new Upload(fields, file.getFileItem().getFile(), name(file), type(file));
  }

  /** A part without a file name is a field, whatever type it says it has. */
  private static String text(FileItem field) {
    try (InputStream in = field.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(ObjectNode fields, String name, String text) {
    if (fields.has(name)) {
      throw ProblemType.INVALID_FIELD.about(name, "The field %s is there twice.".formatted(name));
    }
    if (name.equals(FILE)) {
      throw ProblemType.INVALID_FIELD.about(
          FILE, "The field file must be a file part, with a file name.");
    }
    if (name.equals(METADATA)) {
      fields.set(name, JsonBody.readField(name, text));
    } else {
      fields.put(name, text);
    }
  }

  private static FormValue fileOf(String field, FormValue value) {
    if (!field.equals(FILE)) {
      throw otherFile(field);
    }
    return value;
  }

  /**
   * What is said of a form with two files.
   *
   * @param field of the second one, or null
   */
  static RuntimeException secondFile(String field) {
    if (field == null || field.equals(FILE)) {
      return ProblemType.MULTIPLE_SOURCES.with("Send one file.");
    }
    FormTextCheck.checkName(field);
    return otherFile(field);
  }

  private static RuntimeException otherFile(String field) {
    return ProblemType.INVALID_FIELD.about(field, "The only file part is the field file.");
  }

  private static FormValue only(List<FormValue> files) {
    if (files.isEmpty()) {
      throw ProblemType.MISSING_FIELD.about(FILE, "The file part is needed.");
    }
    return files.get(0);
  }

  /** Without the folders that some clients send; the rest goes on as it is, or not at all. */
  private static String name(FormValue file) {
    String name = file.getFileName() == null ? "" : file.getFileName();
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    if (last.equals(".") || last.equals("..")) {
      throw ProblemType.INVALID_FIELD.about(FILE, "The file name is the name of a folder.");
    }
    if (last.length() > MAX_NAME) {
      throw ProblemType.INVALID_FIELD.about(
          FILE, "The file name has more than %d characters.".formatted(MAX_NAME));
    }
    return last.isEmpty() ? FILE : printable(last, "file name");
  }

  private static String type(FormValue file) {
    String type = file.getHeaders() == null ? null : file.getHeaders().getFirst("Content-Type");
    return type == null || type.isBlank() ? ANY_TYPE : printable(type, "Content-Type");
  }

  /** Postgres holds no NUL, and no header a line break. */
  private static String printable(String text, String what) {
    if (CONTROL.matcher(text).find()) {
      throw ProblemType.INVALID_FIELD.about(FILE, "The %s has control characters.".formatted(what));
    }
    return text;
  }
}
