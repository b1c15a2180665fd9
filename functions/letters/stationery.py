"""What is the same on all letters of a school: name and colour, its own text, its logo, the address of the pages."""

from common.cloud.services import services
from common.schools import School
from letters import letter


def of(school: School) -> letter.School:
    return letter.School(
        name=school.name,
        street=school.street,
        postcode_city=school.postcode_city,
        phone=school.phone,
        email=school.email,
        colour=school.colour,
        texts=school.letter_texts,
        logo=services().schools.logo(school.id),
        for_one=school.max_parents == 1,
    )


def link_prefix() -> str:
    return f"{services().settings.site_url}/k/"
