/// Pages around people: the first page, exploring, a person's page, a new repository, and the administrator's room.
@NullMarked
package dev.hob.web.people;

import org.jspecify.annotations.NullMarked;
