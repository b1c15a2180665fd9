"""Students, sections and enrolments: Microsoft School Data Sync 1 and Clever, which differ in their headings."""

from collections import defaultdict
from datetime import date

from common.values import Value
from pupils.formats import dates
from pupils.formats.archives import Archive
from pupils.formats.collector import Collector, Seen
from pupils.formats.packages import records
from pupils.listed import Format, PupilList


class Layout(Value):
    """Files and, in lower case without signs, the columns that we read of them."""

    form: Format
    students: str
    sections: str
    enrolments: str
    student: tuple[str, ...]
    section: tuple[str, ...]
    section_name: tuple[str, ...]
    student_of_enrolment: tuple[str, ...]
    section_of_enrolment: tuple[str, ...]
    birth: tuple[str, ...]


SDS = Layout(
    form="sds",
    students="student.csv",
    sections="section.csv",
    enrolments="studentenrollment.csv",
    student=("sisid", "id"),
    section=("sisid", "id"),
    section_name=("sectionname", "name"),
    student_of_enrolment=("sisid", "id"),
    section_of_enrolment=("sectionsisid", "sectionid"),
    birth=("birthdate",),
)
CLEVER = Layout(
    form="clever",
    students="students.csv",
    sections="sections.csv",
    enrolments="enrollments.csv",
    student=("studentid",),
    section=("sectionid",),
    section_name=("name", "sectionname"),
    student_of_enrolment=("studentid",),
    section_of_enrolment=("sectionid",),
    birth=("dob",),
)


def read(archive: Archive, layout: Layout, today: date) -> PupilList:
    """Raises ListRefused."""
    names = {one.get(*layout.section): one.get(*layout.section_name) for one in records(archive, layout.sections)}
    classes: dict[str, set[str]] = defaultdict(set)
    for one in records(archive, layout.enrolments):
        if name := names.get(one.get(*layout.section_of_enrolment)):
            classes[one.get(*layout.student_of_enrolment)].add(name)
    collector = Collector(today)
    for student in records(archive, layout.students, "firstname", "lastname"):
        key, birth = student.get(*layout.student), student.get(*layout.birth)
        collector.take(
            Seen(
                where=student.where,
                key=key,
                given=student.get("firstname"),
                family=student.get("lastname"),
                class_name=min(classes.get(key, ()), default=""),
                year=student.get("grade"),
                born=dates.parse_month_first(birth, today) or birth,
                left=student.get("status").lower() in {"inactive", "deleted"},
            )
        )
    return collector.finish(layout.form, scope="full")
