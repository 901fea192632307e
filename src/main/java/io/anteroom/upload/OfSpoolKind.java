package io.anteroom.upload;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.ElementType.TYPE;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks what is of one kind of spool. Without it the one that the settings name is injected. */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@Target({TYPE, METHOD, FIELD, PARAMETER})
public @interface OfSpoolKind {

  SpoolKind value();

  /** For a choice at run time. */
  final class Literal extends AnnotationLiteral<OfSpoolKind> implements OfSpoolKind {

    private final SpoolKind value;

    public Literal(SpoolKind value) {
      this.value = value;
    }

    @Override
    public SpoolKind value() {
      return value;
    }
  }
}
